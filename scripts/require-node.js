// The first thing every command loads. Plain old JavaScript, so that a Node
// that is too old can still read it and say so.

var NEEDED = 20;
var major = Number(process.versions.node.split(".")[0]);
if (major < NEEDED) {
  console.error(
    "Gradbook needs Node.js " +
      NEEDED +
      " or newer, but this is " +
      process.version +
      " (" +
      process.execPath +
      ").\n" +
      "Install a newer one from nodejs.org or with your version manager (nvm install 22), then run the command again.",
  );
  process.exit(1);
}
