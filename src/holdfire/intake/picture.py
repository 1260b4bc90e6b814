"""A picture: its metadata only. Size, camera, time and position as the file states them; nothing is seen in the image.

EXIF is written by a device or by anyone with an editor: it is a statement of the file, not a fact.
"""

import io
from typing import Any

from holdfire.model.kinds import BlockRole

from .dates import moment_candidate
from .document import DateCandidate, Document, TextBuilder, unreadable

READER = "picture"
WANTED = {
    "Make": "camera make",
    "Model": "camera model",
    "Software": "software",
    "Artist": "artist",
    "Copyright": "copyright",
    "ImageDescription": "description",
}


def read_picture(data: bytes, media_type: str) -> Document:
    """One metadata block a line. The pixels are not decoded, so a picture of any claimed size is safe to take in."""
    import warnings

    from PIL import Image, UnidentifiedImageError
    from PIL.ExifTags import IFD, TAGS

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as image:
                width, height, kind = image.width, image.height, image.format
                exif = image.getexif()
                main = {TAGS.get(tag, str(tag)): value for tag, value in exif.items()}
                detail = {TAGS.get(tag, str(tag)): value for tag, value in exif.get_ifd(IFD.Exif).items()}
                gps = dict(exif.get_ifd(IFD.GPSInfo).items())
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        return unreadable(media_type, READER, f"the picture cannot be opened ({error})")
    builder = TextBuilder()
    builder.add(f"format: {kind}, {width} x {height} pixels", BlockRole.METADATA)
    for key, label in WANTED.items():
        value = main.get(key)
        if isinstance(value, str) and value.strip("\x00 "):
            builder.add(
                f"{label}: {' '.join(value.replace(chr(0), ' ').split())[:300]}",
                BlockRole.METADATA,
                separator="\n",
            )
    dates: list[DateCandidate] = []
    for label, stated in (
        ("taken", _stamp(detail, "DateTimeOriginal", "OffsetTimeOriginal")),
        ("changed", _stamp(main, "DateTime", "")),
    ):
        if stated:
            builder.add(f"{label}: {stated}", BlockRole.METADATA, separator="\n")
            if candidate := moment_candidate(stated, "file"):
                dates.append(candidate)
    if position := _position(gps):
        builder.add(f"position: {position[0]:.6f}, {position[1]:.6f}", BlockRole.METADATA, separator="\n")
    return Document(
        media_type, builder.text, tuple(builder.blocks), tuple(dates), status="partly_read",
        reason="metadata only: the picture itself is not read", reader=READER,
    )  # fmt: skip


def _stamp(tags: dict[str, Any], key: str, offset: str) -> str:
    """EXIF's "2020:07:13 10:00:00" as ISO, with the offset where the file gives one."""
    value = str(tags.get(key) or "").strip("\x00 ")
    day, _, clock = value.partition(" ")
    if len(day) != 10 or not clock:
        return ""
    return f"{day.replace(':', '-')}T{clock}{str(tags.get(offset) or '').strip(chr(0) + ' ')}"


def _position(gps: dict[int, Any]) -> tuple[float, float] | None:
    """Degrees from EXIF's degrees, minutes and seconds; None where they are no place on earth."""
    try:
        lat, lon = (sum(float(part) / 60**power for power, part in enumerate(gps[tag])) for tag in (2, 4))
        lat, lon = (-lat if gps.get(1) == "S" else lat), (-lon if gps.get(3) == "W" else lon)
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    return (lat, lon) if -90 <= lat <= 90 and -180 <= lon <= 180 else None
