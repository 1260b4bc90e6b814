"""Speed and quality, with floors. `python -m bench` runs every room; `python -m bench linking --size small` one."""
