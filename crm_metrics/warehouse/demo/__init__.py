"""The demo company: seven processes of a made-up firm, with known truths planted in its numbers."""

from crm_metrics.warehouse.demo.build import build_demo

__all__ = ["build_demo"]
