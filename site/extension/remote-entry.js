// The door that JupyterLab loads the extension by: a container as module federation
// has them, written by hand. What it shares with the page is named in SHARED.
(() => {
  let scope;
  const shared = async (name) => {
    const versions = Object.values(scope[name] ?? {});
    if (versions.length === 0) throw new Error(`JupyterLite does not share ${name}`);
    return (await versions[0].get())();
  };
  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB["gradbook-site"] = {
    init: (given) => {
      scope = given;
    },
    get: async () => {
      const modules = {};
      for (const name of SHARED) modules[name] = await shared(name);
      const module = { exports: {} };
      EXTENSION(module, (name) => modules[name]);
      return () => module.exports;
    },
  };
})();
