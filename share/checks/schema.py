# SPDX-License-Identifier: ISC
"""Hold JSON or YAML files against a JSON Schema: schema.py SCHEMA FILE...

Exit 0: they fit; 1: each fault is a line, with its place; 77: the libraries
for it are not installed.  YAML is read without its own dates, so that a day
stays the text that it is.
"""
import json
import sys

try:
    import jsonschema
    import yaml
except ImportError as e:
    print(e)
    sys.exit(77)


class Plain(yaml.SafeLoader):
    yaml_implicit_resolvers = {
        first: [r for r in rs if r[0] != "tag:yaml.org,2002:timestamp"]
        for first, rs in yaml.SafeLoader.yaml_implicit_resolvers.items()}


def documents(path):
    with open(path, encoding="utf-8") as f:
        if path.endswith((".yml", ".yaml")):
            return list(yaml.load_all(f, Loader=Plain))
        return [json.load(f)]


def main(schema, paths):
    with open(schema, encoding="utf-8") as f:
        rules = jsonschema.Draft7Validator(json.load(f))
    return sum(faults_in(path, rules) for path in paths)


def faults_in(path, rules):
    try:
        found = documents(path)
    except (ValueError, yaml.YAMLError) as e:
        print(e)
        return 1
    faults = 0
    for d in found:
        for e in sorted(rules.iter_errors(d),
                        key=lambda e: list(map(str, e.absolute_path))):
            where = "/".join(map(str, e.absolute_path)) or "the document"
            print("%s: %s" % (where, e.message[:300]))
            faults += 1
    return faults


sys.exit(1 if main(sys.argv[1], sys.argv[2:]) else 0)
