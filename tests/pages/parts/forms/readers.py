"""The readers of the tests of forms: an executive, the manager of a process, the supervisor of a team."""

THREE = """
[[reader]]
name = "Ana"
level = "executive"
[[reader]]
name = "Marta"
level = "manager"
processes = ["service"]
[[reader]]
name = "Beto"
level = "supervisor"
teams = ["Voz Norte"]
"""
