package org.lucida.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.lucida.config.StackSettings.Target;

class StackSettingsTest {
    @ParameterizedTest
    @EnumSource(Target.class)
    void theDefaultsOfEveryTargetAreUsable(Target target) {
        StackSettings settings = StackSettings.defaultsFor(target);
        assertDoesNotThrow(settings::validated);
        assertEquals(target, settings.target());
        assertTrue(settings.threads() >= 1 && settings.threads() <= 2);
    }

    @Test
    void everyComponentHasAKeyInTheSameOrder() {
        List<String> components = Arrays.stream(StackSettings.class.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        assertEquals(components, StackSettings.keys());
    }

    @Test
    void aChangedCopyKeepsEverythingElse() {
        StackSettings before = StackSettings.defaults();
        assertEquals(before, before.change().build());
        StackSettings after = before.change().scale(2.25).threads(7).build();
        assertEquals("2.25", after.text("scale"));
        assertEquals("7", after.text("threads"));
        for (String key : StackSettings.keys()) {
            if (!key.equals("scale") && !key.equals("threads")) {
                assertEquals(before.text(key), after.text(key));
            }
        }
    }

    static Stream<Arguments> unusable() {
        return Stream.of(
                bad("target", it -> it.target(null)),
                bad("scale", it -> it.scale(0.99)),
                bad("scale", it -> it.scale(3.01)),
                bad("scale", it -> it.scale(Double.NaN)),
                bad("pixfrac", it -> it.pixfrac(0.09)),
                bad("pixfrac", it -> it.pixfrac(1.1)),
                bad("metric", it -> it.metric("../x")),
                bad("metric", it -> it.metric(null)),
                bad("samplingPxPerLambdaD", it -> it.samplingPxPerLambdaD(-1)),
                bad("samplingPxPerLambdaD", it -> it.samplingPxPerLambdaD(Double.POSITIVE_INFINITY)),
                bad("alpha", it -> it.alpha(-0.1)),
                bad("alpha", it -> it.alpha(4.1)),
                bad("keepFraction", it -> it.keepFraction(0)),
                bad("keepFraction", it -> it.keepFraction(1.01)),
                bad("searchRadiusPx", it -> it.searchRadiusPx(-5)),
                bad("epochCount", it -> it.epochCount(0)),
                bad("threads", it -> it.threads(0)),
                bad("threads", it -> it.threads(65)),
                bad("ringSlotCount", it -> it.ringSlotCount(48)),
                bad("previewEveryS", it -> it.previewEveryS(0.01)));
    }

    private static Arguments bad(String key, UnaryOperator<StackSettings.Builder> change) {
        return Arguments.of(key, change);
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void whatIsOutOfRangeIsToldWithNameValueRangeAndRemedy(String key, UnaryOperator<StackSettings.Builder> change) {
        StackSettings settings = change.apply(StackSettings.defaults().change()).build();
        List<Problem> problems = settings.problems();
        assertEquals(1, problems.size(), problems.toString());
        assertEquals(key, problems.get(0).path());
        String sentence = assertThrows(IllegalArgumentException.class, settings::validated)
                .getMessage();
        assertTrue(sentence.matches(key + "=.* must be .+; .+"), sentence);
    }

    @Test
    void cellsFinerThanTheOpticsAllowAreRefusedWhereTheSamplingIsKnown() {
        StackSettings.Builder builder =
                StackSettings.defaults().change().scale(2).samplingPxPerLambdaD(3);
        assertEquals("scale", builder.build().problems().get(0).path());
        assertTrue(builder.scale(1.33).build().problems().isEmpty());
        assertTrue(builder.scale(1).samplingPxPerLambdaD(6).build().problems().isEmpty());
        assertTrue(builder.scale(3).samplingPxPerLambdaD(0).build().problems().isEmpty());
        assertEquals(3, builder.build().assumedSamplingPxPerLambdaD());
    }

    @Test
    void severalProblemsAreToldAtOnce() {
        StackSettings settings =
                StackSettings.defaults().change().scale(9).alpha(9).build();
        assertEquals(2, settings.problems().size());
    }
}
