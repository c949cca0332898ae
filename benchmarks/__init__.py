"""How fast and how good the fits are, beside other software: `make benchmark`.

Each of `fits`, `quality` and `pipeline` also runs alone, as in `python -m benchmarks.quality`.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

# One thread each; this is read when NumPy is imported, so before the modules here are.
os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
sys.path.append(str(ROOT / "scripts"))
