// npm run handout: the student edition, without solutions.

require("./set-up").runTypeScript("../grading/handout");
