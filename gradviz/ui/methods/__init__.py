"""Controls for the numbers of an optimizer and its schedule, wherever one is set."""

from gradviz.ui.methods.popup import Popup
from gradviz.ui.methods.schedule_popup import SchedulePopup
from gradviz.ui.methods.settings_popup import SettingsPopup
from gradviz.ui.methods.significant_spin import SignificantSpin

__all__ = ["Popup", "SchedulePopup", "SettingsPopup", "SignificantSpin"]
