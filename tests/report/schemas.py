"""What tests of JSON schemas share: a stricter schema, and changes that damage a document."""


def strict(schema):
    """The schema with unknown members forbidden: what we print is exactly what we document."""
    if isinstance(schema, dict):
        out = {key: strict(value) for key, value in schema.items()}
        if out.get("type") == "object" and "properties" in out:
            out.setdefault("additionalProperties", False)
        return out
    return [strict(item) for item in schema] if isinstance(schema, list) else schema


def put(path, value):
    """Its name, and the change."""
    def change(document):
        for key in path[:-1]:
            document = document[key]
        document[path[-1]] = value

    return f"{path} = {value!r}", change


def drop(path):
    def change(document):
        for key in path[:-1]:
            document = document[key]
        del document[path[-1]]

    return f"without {path}", change
