package org.lucida.drizzle;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The measuring with explicit SIMD, whole vectors of lanes at a time; loaded only where the Vector API is part of the JVM.
 *
 * <p>{@code fromArray} is written out everywhere: a small method of its own is no longer inlined once a kernel has used up
 * the compiler's budget, and would box its vector.
 */
final class VectorQuadrilateralBatch extends QuadrilateralBatch {
    private static final VectorSpecies<Double> SPECIES =
            DoubleVector.SPECIES_PREFERRED.length() > LaneSpans.GROUP
                    ? DoubleVector.SPECIES_512
                    : DoubleVector.SPECIES_PREFERRED;

    @Override
    void cross(int row, int from, int to) {
        for (int i = from; i < to; i += SPECIES.length()) {
            DoubleVector low = DoubleVector.fromArray(SPECIES, boxY, i).add(row);
            DoubleVector high = low.add(1);
            DoubleVector middle = low.mul(4).add(2);
            DoubleVector b = DoubleVector.fromArray(SPECIES, y1, i);
            DoubleVector c = DoubleVector.fromArray(SPECIES, y2, i);
            DoubleVector d = DoubleVector.fromArray(SPECIES, y3, i);
            DoubleVector in0 = low.abs().sub(high.abs());
            DoubleVector in1 = b.sub(low).abs().sub(b.sub(high).abs());
            DoubleVector in2 = c.sub(low).abs().sub(c.sub(high).abs());
            DoubleVector in3 = d.sub(low).abs().sub(d.sub(high).abs());
            DoubleVector s0 = DoubleVector.fromArray(SPECIES, slope0, i);
            DoubleVector s1 = DoubleVector.fromArray(SPECIES, slope1, i);
            DoubleVector s2 = DoubleVector.fromArray(SPECIES, slope2, i);
            DoubleVector s3 = DoubleVector.fromArray(SPECIES, slope3, i);
            DoubleVector h0 = in1.sub(in0);
            DoubleVector h1 = in2.sub(in1);
            DoubleVector h2 = in3.sub(in2);
            DoubleVector h3 = in0.sub(in3);
            DoubleVector m0 = middle.add(in0.add(in1)).mul(s0);
            DoubleVector m1 = DoubleVector.fromArray(SPECIES, x1, i)
                    .add(middle.sub(b.mul(4)).add(in1.add(in2)).mul(s1));
            DoubleVector m2 = DoubleVector.fromArray(SPECIES, x2, i)
                    .add(middle.sub(c.mul(4)).add(in2.add(in3)).mul(s2));
            DoubleVector m3 = DoubleVector.fromArray(SPECIES, x3, i)
                    .add(middle.sub(d.mul(4)).add(in3.add(in0)).mul(s3));
            h0.mul(s0).abs().intoArray(width0, i);
            h1.mul(s1).abs().intoArray(width1, i);
            h2.mul(s2).abs().intoArray(width2, i);
            h3.mul(s3).abs().intoArray(width3, i);
            h0.intoArray(height0, i);
            h1.intoArray(height1, i);
            h2.intoArray(height2, i);
            h3.intoArray(height3, i);
            m0.intoArray(middle0, i);
            m1.intoArray(middle1, i);
            m2.intoArray(middle2, i);
            m3.intoArray(middle3, i);
            DoubleVector area = h0.mul(m0)
                    .add(h1.mul(m1))
                    .add(h2.mul(m2).add(h3.mul(m3)))
                    .neg();
            area.add(area).intoArray(strip, i);
        }
    }

    @Override
    void cut(int column, int from, int to, int at) {
        for (int i = from; i < to; i += SPECIES.length()) {
            DoubleVector c = DoubleVector.fromArray(SPECIES, boxX, i).add(column);
            DoubleVector d0 =
                    c.sub(DoubleVector.fromArray(SPECIES, middle0, i)).abs();
            DoubleVector d1 =
                    c.sub(DoubleVector.fromArray(SPECIES, middle1, i)).abs();
            DoubleVector d2 =
                    c.sub(DoubleVector.fromArray(SPECIES, middle2, i)).abs();
            DoubleVector d3 =
                    c.sub(DoubleVector.fromArray(SPECIES, middle3, i)).abs();
            DoubleVector g0 = DoubleVector.fromArray(SPECIES, width0, i).sub(d0);
            DoubleVector g1 = DoubleVector.fromArray(SPECIES, width1, i).sub(d1);
            DoubleVector g2 = DoubleVector.fromArray(SPECIES, width2, i).sub(d2);
            DoubleVector g3 = DoubleVector.fromArray(SPECIES, width3, i).sub(d3);
            g0 = g0.add(g0.abs());
            g1 = g1.add(g1.abs());
            g2 = g2.add(g2.abs());
            g3 = g3.add(g3.abs());
            DoubleVector straight = DoubleVector.fromArray(SPECIES, height0, i)
                    .mul(d0)
                    .add(DoubleVector.fromArray(SPECIES, height1, i).mul(d1))
                    .add(DoubleVector.fromArray(SPECIES, height2, i)
                            .mul(d2)
                            .add(DoubleVector.fromArray(SPECIES, height3, i).mul(d3)));
            DoubleVector bent = g0.mul(g0)
                    .mul(DoubleVector.fromArray(SPECIES, steep0, i))
                    .add(g1.mul(g1).mul(DoubleVector.fromArray(SPECIES, steep1, i)))
                    .add(g2.mul(g2)
                            .mul(DoubleVector.fromArray(SPECIES, steep2, i))
                            .add(g3.mul(g3).mul(DoubleVector.fromArray(SPECIES, steep3, i))));
            DoubleVector.fromArray(SPECIES, strip, i).mul(0.5).add(straight).add(bent).intoArray(cuts, at + i);
        }
    }

    @Override
    void share(int from, int to, int cutAt, int at) {
        for (int i = from; i < to; i += SPECIES.length()) {
            DoubleVector aw = DoubleVector.fromArray(SPECIES, cuts, cutAt + LANES + i)
                    .sub(DoubleVector.fromArray(SPECIES, cuts, cutAt + i))
                    .mul(DoubleVector.fromArray(SPECIES, factors, i));
            DoubleVector.zero(SPECIES)
                    .blend(aw, aw.abs().compare(VectorOperators.GT, DoubleVector.fromArray(SPECIES, roundings, i)))
                    .intoArray(cells, at + i);
        }
    }
}
