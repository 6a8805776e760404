"""The step strip: where the passes are, the chain rule of the step, and playing."""

from gradviz.ui.step_strip.slider import StepSlider
from gradviz.ui.step_strip.strip import StepStrip

__all__ = ["StepSlider", "StepStrip"]
