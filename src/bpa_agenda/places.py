"""What the places in the YAML files of a project are called, read when somebody asks."""

from functools import cache

from bpa_agenda.anchors import PathOf
from bpa_agenda.project import Project
from bpa_agenda.yaml_places import paths
from bpa_agenda.yaml_source import read_source


def path_finder(project: Project) -> PathOf:
    """Gives the path of keys of a value from its file, line and column."""

    @cache
    def of_file(file: str) -> dict[tuple[int, int], str]:
        source, _ = read_source(project.root / file, file)
        return paths(source.root) if source.root is not None else {}

    return lambda file, line, column: of_file(file)[line, column]
