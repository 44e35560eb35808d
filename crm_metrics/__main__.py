"""`python -m crm_metrics COMMAND`."""

import sys

from crm_metrics.command.main import main

if __name__ == "__main__":
    sys.exit(main())
