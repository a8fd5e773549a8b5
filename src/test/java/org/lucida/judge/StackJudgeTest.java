package org.lucida.judge;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lucida.camera.CameraDriver;
import org.lucida.config.StackSettings;
import org.lucida.simulator.FrameTruth;
import org.lucida.simulator.SimulatedClip;
import org.lucida.simulator.SimulatedDriver;

/** On a simulated clip the truth is known: the measures must put the stacks in the order the truth puts them. */
class StackJudgeTest {
    private static final String CLIP = "planet?size=200x192,layout=MONO,bits=8,frames=240,discDiameterPx=110,seed=5,"
            + "peakE=400,blurMinPx=0.9,blurMaxPx=3.2,shakeRmsPx=1.2,hotPixelCount=0";
    private static final String TRUTH = "planet?size=200x192,layout=MONO,bits=16,frames=1,discDiameterPx=110,seed=5,"
            + "peakE=1000000,gainEPerAdu=20,readNoiseE=0,blurMinPx=0.6,blurMaxPx=0.6,shakeRmsPx=0,driftXPxPerFrame=0,"
            + "driftYPxPerFrame=0,transparencyJitterFraction=0,badFrameFraction=0,hotPixelCount=0";
    private static final List<Recipe> RECIPES = List.of(Recipe.PLAIN, Recipe.ALIGNED, Recipe.LUCIDA);

    private static final StackSettings SETTINGS =
            StackSettings.defaults().change().threads(1).build();

    private final CameraDriver simulator = new SimulatedDriver();

    @Test
    void lucidaShowsMoreThanTheAlignedMeanAndThatMoreThanThePlainMean() throws Exception {
        StackJudge judge = new StackJudge(wish -> simulator.open(CLIP, wish), SETTINGS);
        Judgement judgement = judge.judge("simulated planet", RECIPES);
        String text = judgement.text();
        Judgement.Measures plain = judgement.of(Recipe.PLAIN);
        Judgement.Measures aligned = judgement.of(Recipe.ALIGNED);
        Judgement.Measures lucida = judgement.of(Recipe.LUCIDA);
        assertTrue(aligned.signalCorrelation() > plain.signalCorrelation() + 0.02, text);
        assertTrue(lucida.signalCorrelation() > aligned.signalCorrelation() + 0.005, text);
        assertTrue(aligned.fineEnergy() > 1.2 * plain.fineEnergy(), text);
        assertTrue(lucida.fineEnergy() > 1.1 * aligned.fineEnergy(), text);
        assertTrue(lucida.resolvedPerPx() >= aligned.resolvedPerPx(), text);
    }

    @Test
    void theTruthPutsThemInTheSameOrder() throws Exception {
        FrameTruth reference = SimulatedClip.of(CLIP).truth(0);
        Map<Recipe, Double> correlation = new StackJudge(wish -> simulator.open(CLIP, wish), SETTINGS)
                .againstTruth(
                        wish -> simulator.open(TRUTH, wish),
                        -reference.displacementXPx(),
                        -reference.displacementYPx(),
                        RECIPES,
                        0.045,
                        0.17);
        double plain = correlation.get(Recipe.PLAIN);
        double aligned = correlation.get(Recipe.ALIGNED);
        double lucida = correlation.get(Recipe.LUCIDA);
        assertTrue(lucida > aligned + 0.01, correlation.toString());
        assertTrue(aligned > plain + 0.05, correlation.toString());
    }
}
