package org.lucida.simulator.night;

import org.lucida.simulator.formation.FormationPlan;
import org.lucida.simulator.formation.FullFormation;
import org.lucida.simulator.formation.QuickFormation;

/** The scene as it is painted for a stretch of time, ready to form frames; what takes long is made once, for all threads. */
final class Painting {
    private static final int BANK_COUNT = 24;
    private static final double BANK_SPREAD_S = 60;

    final long epoch;
    final FormationPlan plan;
    /** Shift of the painted middle against the nominal field's, px. */
    final double centreXPx;

    final double centreYPx;
    private final double exposureS;
    private FullFormation.Shared shared;
    private QuickFormation.Bank bank;

    Painting(long epoch, FormationPlan plan, double[] centrePx, double exposureS) {
        this.epoch = epoch;
        this.plan = plan;
        centreXPx = centrePx[0];
        centreYPx = centrePx[1];
        this.exposureS = exposureS;
    }

    synchronized FullFormation.Shared shared() {
        if (shared == null) {
            shared = new FullFormation.Shared(plan);
        }
        return shared;
    }

    synchronized QuickFormation.Bank bank() {
        if (bank == null) {
            bank = new QuickFormation.Bank(plan, exposureS, BANK_COUNT, BANK_SPREAD_S);
        }
        return bank;
    }
}
