// Does every submission of the suite get what it has earned?

import { chooseCage } from "../../grading/sandbox/choose";
import { broken } from "./submissions/broken";
import { cells } from "./submissions/cells";
import { faked } from "./submissions/faked";
import { honest } from "./submissions/honest";
import { prying } from "./submissions/prying";
import { runaway } from "./submissions/runaway";
import { shadows } from "./submissions/shadows";
import { wrong } from "./submissions/wrong";
import { testSuite } from "./suite";

testSuite({ honest, wrong, broken, cells, runaway, faked, prying, shadows }, () => chooseCage());
