// Do hostile submissions get what they have earned where another user is all the cage
// there is? Not those that look for a network or for what all users may read: it does
// not promise to keep these from them.

import { test } from "node:test";
import { otherUser, otherUserProblem } from "../../grading/sandbox/other-user";
import { prying } from "./submissions/prying";
import { runaway } from "./submissions/runaway";
import { testSuite } from "./suite";

const problem = otherUserProblem();
const { "for-the-questions-answers": answers, "for-a-grader-that-follows-paths": paths } = prying;
const hostile = { runaway, prying: { "for-answers": answers, "for-paths": paths } };

if (problem) test("do hostile submissions get what they have earned?", { skip: problem }, () => {});
else testSuite(hostile, otherUser);
