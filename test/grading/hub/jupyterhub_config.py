"""The hub of the test: its defaults, but for where it listens and who may come."""

import os

c = get_config()
c.JupyterHub.bind_url = os.environ["HUB_URL"]
c.JupyterHub.hub_port = int(os.environ["HUB_PORT"])
c.ConfigurableHTTPProxy.api_url = os.environ["PROXY_API_URL"]
c.ConfigurableHTTPProxy.command = [os.environ["NODE"], os.environ["PROXY"]]
c.Authenticator.allowed_users = set(os.environ["HUB_USERS"].split(","))
# No session of the operating system is opened for users: this machine has no systemd.
c.PAMAuthenticator.open_sessions = False
c.Spawner.default_url = "/lab"
# The digits that the handout brings, whatever else is here.
c.Spawner.environment = {"MNIST_DIR": ""}
