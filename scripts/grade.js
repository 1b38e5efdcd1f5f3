// npm run grade: a class's submissions, graded.

require("./set-up").runTypeScript("../grading/main");
