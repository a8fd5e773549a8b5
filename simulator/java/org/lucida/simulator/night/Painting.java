package org.lucida.simulator.night;

import org.lucida.simulator.formation.FormationPlan;
import org.lucida.simulator.formation.FullFormation;
import org.lucida.simulator.formation.QuickFormation;
import org.lucida.simulator.optics.Telescope;

/** The scene as it is painted for a stretch of time, ready to form frames; what takes long is made once, for all threads. */
final class Painting {
    private static final int BANK_COUNT = 24;
    /** After the focuser was moved: somebody waits for it. */
    private static final int HASTY_BANK_COUNT = 8;

    private static final double BANK_SPREAD_S = 60;

    final long epoch;
    final FormationPlan plan;
    /** Shift of the painted middle against the nominal field's, px. */
    final double centreXPx;

    final double centreYPx;
    private final double exposureS;
    private final int bankCount;
    private FullFormation.Shared shared;
    private QuickFormation.Bank bank;

    Painting(long epoch, FormationPlan plan, double[] centrePx, double exposureS) {
        this(epoch, plan, centrePx, exposureS, BANK_COUNT);
    }

    private Painting(long epoch, FormationPlan plan, double[] centrePx, double exposureS, int bankCount) {
        this.bankCount = bankCount;
        this.epoch = epoch;
        this.plan = plan;
        centreXPx = centrePx[0];
        centreYPx = centrePx[1];
        this.exposureS = exposureS;
    }

    /** The same through a telescope with other aberrations. */
    Painting refocused(Telescope telescope) {
        return new Painting(
                epoch, plan.refocused(telescope), new double[] {centreXPx, centreYPx}, exposureS, HASTY_BANK_COUNT);
    }

    synchronized FullFormation.Shared shared() {
        if (shared == null) {
            shared = new FullFormation.Shared(plan);
        }
        return shared;
    }

    synchronized QuickFormation.Bank bank() {
        if (bank == null) {
            bank = new QuickFormation.Bank(plan, exposureS, bankCount, BANK_SPREAD_S);
        }
        return bank;
    }
}
