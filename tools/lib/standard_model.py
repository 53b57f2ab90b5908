"""The model that is measured where no other is named."""

from pathlib import Path

import measurement


def standard_model() -> Path:
    """The .swiftlet file that tools/demo makes; it need not be there."""
    script = measurement.ROOT / "tools" / "smollm2-checkpoint"
    return Path(f"{measurement.output_of(str(script), '--print-path')}-int4.swiftlet")
