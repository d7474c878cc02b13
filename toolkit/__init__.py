"""The aller-vers toolkit: read what online ads say about a territory, without harming anyone.

Everything a notebook types is here, and imported when first used: ``import toolkit as tk``.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit import figures
    from toolkit.analysis import (
        EventModel,
        OutreachBands,
        Terms,
        adjusted_p_values,
        alerts,
        breaks,
        by_month,
        clustered_rates,
        clustered_shares,
        compare_territories,
        displacement,
        distinctive_terms,
        emerging_terms,
        empirical_bayes,
        funnel,
        interruption,
        languages_needed,
        migration,
        outreach_windows,
        prevalence,
        prevalence_changes,
        prevalence_difference,
        prevalence_reading,
        rates,
        release_alerts,
        release_before_and_after,
        release_seasonal_parts,
        release_share_changes,
        remote_acts,
        remote_acts_changes,
        remote_acts_note,
        seasonal_parts,
        share_changes,
        shared_templates,
        shares,
        smoothed_rates,
        spatial_autocorrelation,
        staffing_plan,
        staffing_reading,
        stated_availability,
        template_reach,
        terms,
        visible_reading,
        visible_steps,
    )
    from toolkit.anonymise import (
        Anonymised,
        anonymise,
        destroy_key,
        find_identifiers,
        mask,
        new_key,
        read_key,
        write_new_record,
    )
    from toolkit.availability import find_availability
    from toolkit.corpus import read_ads, read_ads_in_parts, write_corpus
    from toolkit.counting import (
        Annotated,
        annotate,
        as_counts,
        collection_coverage,
        count,
        count_series,
        select,
    )
    from toolkit.disclosure import Override, SafeTable, load_rules, release, release_together
    from toolkit.duplicates import TemplateGroups, group_templates, template_slots
    from toolkit.errors import ToolkitError
    from toolkit.export import check_files, export
    from toolkit.indicators import (
        Codebook,
        codebook_recall,
        find_indicators,
        find_paraphrases,
        load_codebook,
    )
    from toolkit.lab import excerpt, explore, note, trace, working_table
    from toolkit.language import identify_language, language_name, language_segments, languages
    from toolkit.pipeline import Prepared, diagnose, prepare
    from toolkit.review import (
        AuditDesign,
        SampleDesign,
        agreement,
        audited_recall,
        coder,
        concordance,
        disagreements,
        health_reading,
        indicator_health,
        invented_codes,
        leak_rate,
        leak_sample,
        masking_report,
        measured_precision,
        proposed_wordings,
        read_codes,
        read_sample_key,
        reading_order,
        recall_audit,
        review_sample,
        show,
        show_templates,
        validation,
        write_for_doccano,
        write_for_label_studio,
    )
    from toolkit.samples import make_sample
    from toolkit.territory import bridge_communes, departements, find_places, territory_of

try:
    __version__ = version("aller-vers-toolkit")
except PackageNotFoundError:
    __version__ = "0+unknown"

_ROOMS = {
    "analysis": (
        "EventModel",
        "OutreachBands",
        "Terms",
        "adjusted_p_values",
        "alerts",
        "breaks",
        "by_month",
        "clustered_rates",
        "clustered_shares",
        "compare_territories",
        "displacement",
        "distinctive_terms",
        "emerging_terms",
        "empirical_bayes",
        "funnel",
        "interruption",
        "languages_needed",
        "migration",
        "outreach_windows",
        "prevalence",
        "prevalence_changes",
        "prevalence_difference",
        "prevalence_reading",
        "rates",
        "release_alerts",
        "release_before_and_after",
        "release_seasonal_parts",
        "release_share_changes",
        "remote_acts",
        "remote_acts_changes",
        "remote_acts_note",
        "seasonal_parts",
        "share_changes",
        "shared_templates",
        "shares",
        "smoothed_rates",
        "spatial_autocorrelation",
        "staffing_plan",
        "staffing_reading",
        "stated_availability",
        "template_reach",
        "terms",
        "visible_reading",
        "visible_steps",
    ),
    "anonymise": (
        "Anonymised",
        "anonymise",
        "destroy_key",
        "find_identifiers",
        "mask",
        "new_key",
        "read_key",
        "write_new_record",
    ),
    "availability": ("find_availability",),
    "corpus": ("read_ads", "read_ads_in_parts", "write_corpus"),
    "counting": (
        "Annotated",
        "annotate",
        "as_counts",
        "collection_coverage",
        "count",
        "count_series",
        "select",
    ),
    "disclosure": ("Override", "SafeTable", "load_rules", "release", "release_together"),
    "duplicates": ("TemplateGroups", "group_templates", "template_slots"),
    "errors": ("ToolkitError",),
    "export": ("check_files", "export"),
    "indicators": (
        "Codebook",
        "codebook_recall",
        "find_indicators",
        "find_paraphrases",
        "load_codebook",
    ),
    "lab": ("excerpt", "explore", "note", "trace", "working_table"),
    "language": ("identify_language", "language_name", "language_segments", "languages"),
    "pipeline": ("Prepared", "diagnose", "prepare"),
    "review": (
        "AuditDesign",
        "SampleDesign",
        "agreement",
        "audited_recall",
        "coder",
        "concordance",
        "disagreements",
        "health_reading",
        "indicator_health",
        "invented_codes",
        "leak_rate",
        "leak_sample",
        "masking_report",
        "measured_precision",
        "proposed_wordings",
        "read_codes",
        "read_sample_key",
        "reading_order",
        "recall_audit",
        "review_sample",
        "show",
        "show_templates",
        "validation",
        "write_for_doccano",
        "write_for_label_studio",
    ),
    "samples": ("make_sample",),
    "territory": ("bridge_communes", "departements", "find_places", "territory_of"),
}
_HOMES = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [
    "Annotated",
    "Anonymised",
    "AuditDesign",
    "Codebook",
    "EventModel",
    "OutreachBands",
    "Override",
    "Prepared",
    "SafeTable",
    "SampleDesign",
    "TemplateGroups",
    "Terms",
    "ToolkitError",
    "adjusted_p_values",
    "agreement",
    "alerts",
    "annotate",
    "anonymise",
    "as_counts",
    "audited_recall",
    "breaks",
    "bridge_communes",
    "by_month",
    "check_files",
    "clustered_rates",
    "clustered_shares",
    "codebook_recall",
    "coder",
    "collection_coverage",
    "compare_territories",
    "concordance",
    "count",
    "count_series",
    "departements",
    "destroy_key",
    "diagnose",
    "disagreements",
    "displacement",
    "distinctive_terms",
    "emerging_terms",
    "empirical_bayes",
    "excerpt",
    "explore",
    "export",
    "figures",
    "find_availability",
    "find_identifiers",
    "find_indicators",
    "find_paraphrases",
    "find_places",
    "funnel",
    "group_templates",
    "health_reading",
    "identify_language",
    "indicator_health",
    "interruption",
    "invented_codes",
    "language_name",
    "language_segments",
    "languages",
    "languages_needed",
    "leak_rate",
    "leak_sample",
    "load_codebook",
    "load_rules",
    "make_sample",
    "mask",
    "masking_report",
    "measured_precision",
    "migration",
    "new_key",
    "note",
    "outreach_windows",
    "prepare",
    "prevalence",
    "prevalence_changes",
    "prevalence_difference",
    "prevalence_reading",
    "proposed_wordings",
    "rates",
    "read_ads",
    "read_ads_in_parts",
    "read_codes",
    "read_key",
    "read_sample_key",
    "reading_order",
    "recall_audit",
    "release",
    "release_alerts",
    "release_before_and_after",
    "release_seasonal_parts",
    "release_share_changes",
    "release_together",
    "remote_acts",
    "remote_acts_changes",
    "remote_acts_note",
    "review_sample",
    "seasonal_parts",
    "select",
    "share_changes",
    "shared_templates",
    "shares",
    "show",
    "show_templates",
    "smoothed_rates",
    "spatial_autocorrelation",
    "staffing_plan",
    "staffing_reading",
    "stated_availability",
    "template_reach",
    "template_slots",
    "terms",
    "territory_of",
    "trace",
    "validation",
    "visible_reading",
    "visible_steps",
    "working_table",
    "write_corpus",
    "write_for_doccano",
    "write_for_label_studio",
    "write_new_record",
]


class _Toolkit(ModuleType):
    """A package whose room ``anonymise`` never hides the function ``anonymise``."""

    def __setattr__(self, name: str, value: object) -> None:
        """Ignore the room that the import system would put where a function is typed."""
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


def __getattr__(name: str) -> object:
    """Import a public name when it is first used."""
    if name == "figures":
        return import_module("toolkit.figures")
    if name in _HOMES:
        found = getattr(import_module(f"toolkit.{_HOMES[name]}"), name)
        globals()[name] = found
        return found
    raise AttributeError(f"toolkit has no public name {name!r}; see toolkit.__all__")


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)


sys.modules[__name__].__class__ = _Toolkit
