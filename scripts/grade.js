// npm run grade: a class's submissions, graded.

require("./run-typescript").runTypeScript("../grading/class/main");
