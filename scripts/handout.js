// npm run handout: the student edition, without solutions.

require("./run-typescript").runTypeScript("../grading/handout/make");
