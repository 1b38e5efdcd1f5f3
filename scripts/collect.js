// npm run collect: what students handed in, laid out as grading reads it.

require("./run-typescript").runTypeScript("../grading/collect/main");
