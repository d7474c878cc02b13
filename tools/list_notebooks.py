"""Write the page that lists the notebooks, from their own boxes."""

from pathlib import Path

from toolkit.lab.listing import PAGE, list_notebooks
from toolkit.writing import write_text_file

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"

if __name__ == "__main__":
    write_text_file(FOLDER / PAGE, list_notebooks(FOLDER))
