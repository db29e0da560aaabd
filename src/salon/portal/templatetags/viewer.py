"""What an element that opens 3D models must know: where the viewer lies, and what to say."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

register = template.Library()


@register.simple_tag
def viewer_data() -> SafeString:
    """The `data-` attributes that portal/viewer.js, shape.js and projection.js read."""
    data = {
        "sheet": static("portal/viewer.css"),
        "kit": static("portal/viewer.js"),
        "viewer": static("vendor/model-viewer/model-viewer.js"),
        "meshopt": static("vendor/meshopt/decoder.js"),
        # The two other decoders are asked for by names of their own, below these folders.
        "draco": static("vendor/draco/"),
        "basis": static("vendor/basis/"),
        "loading": gettext("Loading the 3D model"),
        "failed": gettext("The 3D model did not load: check the network, then try again."),
        "unable": gettext("This browser cannot show 3D. The picture and the figures say the same."),
        "keys": gettext("Arrow keys turn the model, Page Up and Page Down bring it nearer."),
        "touch": gettext("One finger turns the model, two bring it nearer or farther."),
        "width": gettext("width"),
        "depth": gettext("depth"),
        "height": gettext("height"),
    }
    return format_html_join("", ' data-{}="{}"', data.items())
