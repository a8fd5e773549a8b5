package org.lucida.simulator.formation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.lucida.simulator.air.Atmosphere;
import org.lucida.simulator.optics.PointSpread;
import org.lucida.simulator.optics.Pupil;

/** SCIENCE 7.4-10: light is conserved through the point spread, the tiles and the star stamps. */
final class FluxChecks {
    private FluxChecks() {}

    static void sceneAndStars() {
        Atmosphere air = SmallSky.air(0.08, 2);
        List<LightChannel> channels = List.of(LightChannel.of("G", 530e-9));
        // a PSF alone
        Pupil pupil = new Pupil(SmallSky.TELESCOPE, 530e-9, Math.toRadians(0.15 / 3600), 96);
        float[] phase = new float[pupil.footprint.count];
        air.phase(pupil.footprint, 0, 0, 0.5, 1, phase, new Atmosphere.Room());
        float[][] psf = new float[96][96];
        new PointSpread(96).add(pupil, phase, 0, 0, 1, psf);
        double spread = 0;
        for (float[] row : psf) {
            spread += SmallSky.sum(row);
        }
        // the scatter sum over tiles, each with another PSF, on a canvas that holds all of it
        ScenePlanes scene = SmallSky.speckled(260, 220, 80, 1);
        FormationPlan plan =
                SmallSky.plan(air, SmallSky.field(64, 64, 1, channels), scene, PointLights.none(1), MountMotion.STILL);
        SceneTiles tiles =
                new SceneTiles(scene, plan.tileSpacingPx(), plan.psfPx(), plan.sampling(), 1, Spreading.SCATTER, 0);
        SceneTiles.Room room = new SceneTiles.Room(tiles, 1);
        Canvas canvas = new Canvas(-200, -200, 700, 700);
        Pupil wide = plan.tilePupil(0, 0);
        float[][] own = new float[wide.sizePx][wide.sizePx];
        PointSpread maker = new PointSpread(wide.sizePx);
        for (int n = 0; n < tiles.litTiles.length; n++) {
            float[] over = new float[wide.footprint.count];
            air.phase(wide.footprint, 1e-5 * n, 0, 0.5, 1, over, new Atmosphere.Room());
            for (float[] row : own) {
                Arrays.fill(row, 0f);
            }
            maker.add(wide, over, 0, 0, 1, own);
            room.putPsf(0, 0, own);
            room.transformPsfs(0, 1);
            tiles.fold(n, 1, 0, room, canvas);
        }
        double laid = 0;
        for (float[] row : canvas.rows) {
            laid += SmallSky.sum(row);
        }
        double painted = SmallSky.sum(scene.plane(0));
        // a star on the sensor
        PointLights star = new PointLights(new double[] {1.23}, new double[] {-0.77}, new double[][] {{1e6}});
        FormationPlan starPlan = SmallSky.plan(
                air,
                SmallSky.field(150, 150, 2, channels),
                ScenePlanes.dark(300, 300, 0.15, 1),
                star,
                MountMotion.STILL);
        LightFrame frame = new LightFrame(starPlan, null);
        new FullFormation(new FullFormation.Shared(starPlan)).form(0.3, 0.004, frame);
        double expected = 1e6 * SmallSky.TELESCOPE.collectingAreaM2() * 0.004;
        double stamped = SmallSky.sum(frame.planes[0]) / expected;
        System.out.println(String.format(
                Locale.ROOT,
                "7.4-10 light after / before: point spread 1%+.1e, %d tiles 1%+.1e, star stamp 1%+.1e (limit 1e-6)",
                spread - 1,
                tiles.litTiles.length,
                laid / painted - 1,
                stamped - 1));
        assertEquals(1, spread, 1e-6, "point spread");
        assertEquals(1, laid / painted, 1e-6, "tiles");
        assertEquals(1, stamped, 1e-6, "star");
    }
}
