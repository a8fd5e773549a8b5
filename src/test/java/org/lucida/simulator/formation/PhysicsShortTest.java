package org.lucida.simulator.formation;

import org.junit.jupiter.api.Test;

/** The acceptance tests in seconds: fewer airs, wider tolerances. {@link PhysicsAcceptanceTest} is the judge. */
class PhysicsShortTest {
    @Test
    void theStructureFunctionIsRoughlyRight() {
        PhysicsChecks.structureFunction(30, 0.15);
    }

    @Test
    void tiltAndWhatRemainsAreRoughlyRight() {
        PhysicsChecks.tiltVariances(40, 0.25, 0.05);
    }

    @Test
    void theLongExposureIsRoughlyAsWideAsTheTableSays() {
        PhysicsChecks.longExposureWidth(40, 0.15);
    }

    @Test
    void shortExposurePowerIsRoughlyRight() {
        PhysicsChecks.speckleTransfer(30, 0.15);
    }

    @Test
    void luckyFramesAreRoughlyAsRareAsTheyShould() {
        PhysicsChecks.luckyChance(40, 4);
    }

    @Test
    void theTiltFieldHasNoCurl() {
        PhysicsChecks.curl(2);
    }

    @Test
    void tiltsChangeInTimeRoughlyAsTheyShould() {
        PhysicsChecks.tiltsInTime(40, 0.35);
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
