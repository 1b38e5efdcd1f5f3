// The project's Python, for tests that ask it or Jupyter's tools.

import { join } from "node:path";
import { pythonIn, root } from "../scripts/paths";

/** The interpreter that `npm test` names; that of .venv when a test is run by itself. */
export const python = process.env.GRADBOOK_PYTHON ?? pythonIn(join(root, ".venv"));
