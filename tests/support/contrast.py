"""The contrast of two colours."""

Colour = tuple[float, float, float]


def linear(colour: str) -> Colour:
    """The light of a colour `#RRGGBB`: how much red, green and blue, from 0 to 1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21. Source: WCAG 2.2."""
    lights = [
        sum(p * w for p, w in zip(linear(each), (0.2126, 0.7152, 0.0722), strict=True)) for each in (one, other)
    ]
    return (max(lights) + 0.05) / (min(lights) + 0.05)
