"""The configuration that `atelier lab` gives to JupyterLab."""

from pathlib import Path

from toolkit.lab.notebooks import pre_save

c = get_config()  # type: ignore[name-defined]  # noqa: F821 - Jupyter provides it
c.LabApp.app_settings_dir = str(Path(__file__).parent / "settings")
# neither news nor a list of extensions is asked of the network
c.LabApp.news_url = ""
c.LabApp.extension_manager = "readonly"
c.ContentsManager.pre_save_hook = pre_save
c.FileContentsManager.pre_save_hook = pre_save
c.ServerApp.ip = "localhost"
