#!/usr/bin/env python3
"""Writes the tables of ODNI's vocabularies into the schemes: countries and groups, and the categories of CUI.

    policies/generate/vocabularies.py FOLDER [--check]

FOLDER holds ODNI's ISM and ISMCAT releases as they are published: CVE/ISM, CVE/ISMCAT and Taxonomy/ISMCAT. The
parts of policies/schemes/*.xml that come from there are replaced, and everything else stays as it is. With
--check nothing is written, and the exit status says whether everything is as it would be written.

A group whose members the taxonomy gives and calls decomposable is a <group> with its members; every other one is
a word of <groups> and stands for itself (docs/markings.md M-22).
"""
import csv
import pathlib
import re
import sys
import textwrap
import xml.etree.ElementTree as tree

SCHEMES = pathlib.Path(__file__).resolve().parent.parent / "schemes"
TETRA = "{urn:us:gov:ic:taxonomy:catt:tetragraph}"


def values(path):
    """(value, description) of each row of a vocabulary."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) >= 4]
    return [(row[1].strip(), " ".join(row[3].split())) for row in rows[1:]]


def members(folder):
    """{group: members} of the groups that may be taken apart; None for the others."""
    groups = {}
    path = folder / "Taxonomy/ISMCAT/TetragraphTaxonomyDenormalized.xml"
    for node in tree.parse(path).getroot().iter(TETRA + "Tetragraph"):
        name = node.find(TETRA + "TetraToken").text
        codes = sorted(country.text for country in node.iter(TETRA + "Country"))
        groups[name] = codes if node.get("decomposable") == "Yes" and codes else None
    return groups


def filled(words, width, indent):
    return textwrap.fill(" ".join(words), width, initial_indent=indent, subsequent_indent=indent,
                         break_long_words=False, break_on_hyphens=False)


def countries(folder):
    tetragraphs = {v for v, _ in values(folder / "CVE/ISMCAT/CVEnumISMCATTetragraph.csv")}
    codes = sorted(v for v, _ in values(folder / "CVE/ISMCAT/CVEnumISMCATRelTo.csv") if v not in tetragraphs)
    return "  <countries>\n%s\n  </countries>\n" % filled(codes, 110, "    ")


def countries_and_groups(folder):
    groups = members(folder)
    tetragraphs = [v for v, _ in values(folder / "CVE/ISMCAT/CVEnumISMCATTetragraph.csv")]
    known = [v for v in tetragraphs if ":" not in v]  # NATO:name is a shape, and a system of the scheme
    whole = sorted(v for v in known if groups.get(v) is None)
    lines = [countries(folder).rstrip("\n"),
             filled(["<groups>" + whole[0]] + whole[1:], 120, "    ")[2:] + "</groups>"]
    for name in sorted(v for v in known if groups.get(v) is not None):
        lines.append('  <group id="%s" members="%s"/>' % (name, " ".join(groups[name])))
    return "\n".join(lines) + "\n"


def cui_categories(folder):
    basic = values(folder / "CVE/ISM/CVEnumISMCUIBasic.csv")
    specified = values(folder / "CVE/ISM/CVEnumISMCUISpecified.csv")
    lines = []
    for prefix, rows in (("SP-", specified), ("", basic)):
        for value in sorted({v for v, _ in rows}):
            lines.append('    <token id="%s%s"/>' % (prefix, value))
    return "\n".join(lines) + "\n"


# Which part of which scheme: what stands before it, the part, what stands behind it.
COUNTRIES = r"  <countries>.*?  </countries>\n"
GROUPS = COUNTRIES + r"  <groups>.*?</groups>\n(?:  <group [^\n]*\n)*"
PARTS = tuple((name + ".xml", r"", COUNTRIES, countries) for name in ("au", "ca", "eu", "nato", "nz", "uk")) + (
    ("us.xml", r"", GROUPS, countries_and_groups),
    ("cui.xml", r"", GROUPS, countries_and_groups),
    ("cui.xml", r'(?<=<category id="cui" )[^\n]*\n', r".*?(?=  </category>)", cui_categories),
)


def main():
    arguments = [a for a in sys.argv[1:] if a != "--check"]
    if len(arguments) != 1:
        sys.exit(__doc__)
    folder, check, differs = pathlib.Path(arguments[0]), "--check" in sys.argv, False
    for name, before, part, make in PARTS:
        path = SCHEMES / name
        old = path.read_text(encoding="utf-8")
        pattern = re.compile("(%s)%s" % (before, part), re.S)
        new, count = pattern.subn(lambda match: match.group(1) + make(folder), old, count=1)
        if count != 1:
            sys.exit("%s: the part that %s makes is not there" % (path, make.__name__))
        if new != old:
            differs = True
            print("%s: %s" % (path, "differs" if check else "rewritten"))
            if not check:
                path.write_text(new, encoding="utf-8")
    sys.exit(1 if check and differs else 0)


main()
