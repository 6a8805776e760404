"""Controls for the numbers of an optimizer, wherever one is set."""

from gradviz.ui.methods.popup import Popup
from gradviz.ui.methods.settings_popup import SettingsPopup
from gradviz.ui.methods.significant_spin import SignificantSpin

__all__ = ["Popup", "SettingsPopup", "SignificantSpin"]
