package org.lucida.align;

import java.util.List;

/**
 * What is wished of global alignment.
 *
 * @param target what the telescope looks at
 * @param searchRadiusPx how far from the predicted place a lost target is searched first, raw px
 * @param anchorCounts frames in the running reference at which the first anchors are replaced, ascending
 * @param epochCount frames of every later epoch: after so many the anchor is replaced again
 * @param significanceGate least height of a correlation peak, robust sigmas
 * @param rivalRatioLimit height of a second peak relative to the first above which a position is ambiguous
 * @param minInformationFraction share of the target's information that must remain in the frame, 0..1
 * @param vetoSigma robust sigmas of its own history beyond which a residual disagrees with the reference
 */
public record AlignmentSettings(
        TargetKind target,
        double searchRadiusPx,
        List<Integer> anchorCounts,
        int epochCount,
        double significanceGate,
        double rivalRatioLimit,
        double minInformationFraction,
        double vetoSigma) {
    public AlignmentSettings {
        anchorCounts = List.copyOf(anchorCounts);
        check(searchRadiusPx >= 1 && searchRadiusPx <= 10_000, "searchRadiusPx", searchRadiusPx, "1 .. 10000");
        check(epochCount >= 2, "epochCount", epochCount, "2 or more");
        check(significanceGate >= 3 && significanceGate <= 100, "significanceGate", significanceGate, "3 .. 100");
        check(rivalRatioLimit > 0 && rivalRatioLimit <= 1, "rivalRatioLimit", rivalRatioLimit, "above 0, up to 1");
        check(
                minInformationFraction >= 0.05 && minInformationFraction <= 1,
                "minInformationFraction",
                minInformationFraction,
                "0.05 .. 1");
        check(vetoSigma >= 3 && vetoSigma <= 100, "vetoSigma", vetoSigma, "3 .. 100");
        int last = 1;
        for (int count : anchorCounts) {
            if (count <= last) {
                throw new IllegalArgumentException(
                        "anchorCounts=" + anchorCounts + " must ascend from 2; use for example 30, 100, 300");
            }
            last = count;
        }
    }

    /** The settings of SCIENCE 3 for a kind of target: anchors at 30, 100, 300 frames, then every 1000; Q >= 6. */
    public static AlignmentSettings of(TargetKind target) {
        return new AlignmentSettings(target, 64, List.of(30, 100, 300), 1000, 6, 0.8, 0.4, 5);
    }

    /** The same with another search radius, raw px. */
    public AlignmentSettings withSearchRadiusPx(double radiusPx) {
        return new AlignmentSettings(
                target,
                radiusPx,
                anchorCounts,
                epochCount,
                significanceGate,
                rivalRatioLimit,
                minInformationFraction,
                vetoSigma);
    }

    /** The same with other anchor counts and epoch length. */
    public AlignmentSettings withEpochs(List<Integer> counts, int framesPerEpoch) {
        return new AlignmentSettings(
                target,
                searchRadiusPx,
                counts,
                framesPerEpoch,
                significanceGate,
                rivalRatioLimit,
                minInformationFraction,
                vetoSigma);
    }

    private static void check(boolean ok, String name, double value, String range) {
        if (!ok) {
            throw new IllegalArgumentException(name + "=" + value + " is out of range; use " + range);
        }
    }
}
