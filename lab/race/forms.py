from django import forms

FURTHEST = 20  # milliseconds


class DistanceForm(forms.Form):
    """How far the stores are, and what becomes of a connection after its request."""

    distance = forms.DecimalField(
        label="Distance: milliseconds for each round trip",
        min_value=0,
        max_value=FURTHEST,
        widget=forms.NumberInput(attrs={"type": "range", "step": "0.5"}),
        help_text="0.1 to 0.5 is another machine in the same room, 1 to 2 another building, "
        "10 to 20 another part of the country.",
    )
    connections = forms.ChoiceField(
        label="Connections to the store",
        choices=[
            ("kept", "kept from one request to the next"),
            ("opened", "opened for each request"),
        ],
    )

    @classmethod
    def from_query(cls, query: object) -> "DistanceForm":
        """What the query says, and for the rest the defaults: one millisecond, kept."""
        return cls({"distance": "1", "connections": "kept", **query.dict()})  # type: ignore[attr-defined]

    @property
    def milliseconds(self) -> float:
        return float(self.cleaned_data.get("distance", 1))

    @property
    def opened(self) -> bool:
        return bool(self.cleaned_data.get("connections") == "opened")
