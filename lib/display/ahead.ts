// Imported first by lib/plots, as that is by notebooks: the thread that draws figures starts
// beside the cells that come first, and before other modules are loaded.

import { DRAWS_SVG, inNotebook } from "./output";
import { prepareSvg } from "./static-svg";

if (inNotebook() && DRAWS_SVG) prepareSvg();
