// npm run collect: what students handed in, laid out as grading reads it.

require("./set-up").runTypeScript("../grading/collect/main");
