// npm run cli -- train …: the command line, from the sources. npm run mnist is
// one of its commands.

require("./set-up").runTypeScript("../cli/main");
