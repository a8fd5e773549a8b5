package org.lucida.simulator.formation;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** SCIENCE 7.4, numbers 1 to 8 and the flux and period part of 10, within the tolerances given there. Fixed seeds. */
@Tag("physics")
class PhysicsAcceptanceTest {
    @Test
    void theStructureFunctionIsWithinThreePercent() {
        PhysicsChecks.structureFunction(1000, 0.03);
    }

    @Test
    void tiltAndWhatRemainsAreWithinThreeAndTwoPercent() {
        PhysicsChecks.tiltVariances(1500, 0.03, 0.02);
    }

    @Test
    void theLongExposureIsAsWideAsTheTableSays() {
        PhysicsChecks.longExposureWidth(800, 0.03);
    }

    @Test
    void shortExposurePowerIsWithinFivePercent() {
        PhysicsChecks.speckleTransfer(800, 0.05);
    }

    @Test
    void luckyFramesAreAsRareAsTheyShould() {
        PhysicsChecks.luckyChance(1000, 3);
    }

    @Test
    void tiltsDifferOverTheFieldAsTheyShould() {
        PhysicsChecks.fieldTilts(800, 0.05);
    }

    @Test
    void theTiltFieldHasNoCurl() {
        PhysicsChecks.curl(40);
    }

    @Test
    void tiltsChangeInTimeAsTheyShould() {
        PhysicsChecks.tiltsInTime(1200, 0.05);
    }

    @Test
    void nothingRepeatsWithinARun() {
        PhysicsChecks.wayWithoutRepeat();
    }

    @Test
    void lightIsConservedToAMillionth() {
        FluxChecks.sceneAndStars();
    }
}
