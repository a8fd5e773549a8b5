package org.lucida.simulator.formation;

/**
 * Lays canvases through the displacement field onto the pixels of the sensor: value transport, no Jacobian.
 *
 * <p>Memory: made once; calls allocate nothing. Thread: one at a time.
 */
final class SensorReading {
    private final FormationPlan plan;
    private final DisplacementSheet seen;
    private final float[] dx;
    private final float[] dy;
    private final Canvas.Room room = new Canvas.Room();

    SensorReading(FormationPlan plan) {
        this.plan = plan;
        seen = new DisplacementSheet(plan.nodeColumns(), plan.nodeRows(), -0.5, plan.nodeSpacingPx());
        dx = new float[plan.field().sensorWidthPx()];
        dy = new float[plan.field().sensorWidthPx()];
    }

    /**
     * Fills all pixels of a frame.
     *
     * @param sheet displacement by place in the scene. Not modified
     * @param canvases one for each channel. Not modified
     * @param photonsPerLight photons for each photon / s / m^2
     * @param skyPhotons photons of sky in each pixel
     */
    void read(DisplacementSheet sheet, Canvas[] canvases, double photonsPerLight, double skyPhotons, LightFrame frame) {
        int k = plan.field().gridPerPx();
        float scale = (float) (photonsPerLight * k * k);
        float offset = (float) skyPhotons;
        for (int c = 0; c < canvases.length; c++) {
            seen.invert(sheet, plan.channelLiftXRad(c) / plan.gridRad(), plan.channelLiftYRad(c) / plan.gridRad());
            for (int y = 0; y < frame.heightPx; y++) {
                if (frame.hasFilter()) {
                    boolean even = frame.channelAt(0, y) == c;
                    boolean odd = frame.channelAt(1, y) == c;
                    if (even && odd) {
                        readRow(canvases[c], y, 0, 1, frame.planes[0], frame.widthPx, scale, offset);
                    } else if (even || odd) {
                        readRow(canvases[c], y, even ? 0 : 1, 2, frame.planes[0], frame.widthPx, scale, offset);
                    }
                } else {
                    readRow(canvases[c], y, 0, 1, frame.planes[c], frame.widthPx, scale, offset);
                }
            }
        }
    }

    private void readRow(
            Canvas canvas, int y, int first, int step, float[] out, int widthPx, float scale, float offset) {
        int k = plan.field().gridPerPx();
        int count = (widthPx - first + step - 1) / step;
        double gy = plan.gridYPx(y);
        double gx = plan.gridXPx(first);
        seen.goToRow(gy);
        seen.along(gx, (double) step * k, count, dx, dy);
        canvas.read(gx, (double) step * k, gy, dx, dy, count, scale, offset, out, y * widthPx + first, step, room);
    }
}
