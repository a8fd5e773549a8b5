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
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED.length() > LaneSpans.GROUP
            ? DoubleVector.SPECIES_512
            : DoubleVector.SPECIES_PREFERRED;

    /** Added and taken off, it leaves the nearest whole number of one below 2^51. */
    private static final double WHOLE = 1.5 * (1L << 52);

    @Override
    void corners(double[] line, double half, double[] leftCorners, double[] rightCorners, int count) {
        double rest = 1 - half;
        for (int i = 0; i < count; i += SPECIES.length()) {
            DoubleVector centre =
                    DoubleVector.fromArray(SPECIES, line, i + 1).mul(rest).add(0.5);
            DoubleVector.fromArray(SPECIES, line, i).mul(half).add(centre).intoArray(leftCorners, i);
            DoubleVector.fromArray(SPECIES, line, i + 2).mul(half).add(centre).intoArray(rightCorners, i);
        }
    }

    @Override
    void enclose(double[] a, double[] b, double[] c, double[] d, double[] low, double[] high, int count) {
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
        for (int i = 0; i < count; i += SPECIES.length()) {
            DoubleVector va = DoubleVector.fromArray(SPECIES, a, i);
            DoubleVector vb = DoubleVector.fromArray(SPECIES, b, i);
            DoubleVector vc = DoubleVector.fromArray(SPECIES, c, i);
            DoubleVector vd = DoubleVector.fromArray(SPECIES, d, i);
            DoubleVector sum = va.add(vb);
            DoubleVector difference = va.sub(vb).abs();
            DoubleVector otherSum = vc.add(vd);
            DoubleVector otherDifference = vc.sub(vd).abs();
            DoubleVector least = sum.sub(difference);
            DoubleVector otherLeast = otherSum.sub(otherDifference);
            DoubleVector most = sum.add(difference);
            DoubleVector otherMost = otherSum.add(otherDifference);
            DoubleVector bottom =
                    least.add(otherLeast).sub(least.sub(otherLeast).abs()).mul(0.25);
            DoubleVector top =
                    most.add(otherMost).add(most.sub(otherMost).abs()).mul(0.25);
            DoubleVector floor = bottom.add(WHOLE).sub(WHOLE);
            DoubleVector ceiling = top.add(WHOLE).sub(WHOLE);
            floor.blend(floor.sub(one), floor.compare(VectorOperators.GT, bottom))
                    .intoArray(low, i);
            ceiling.blend(ceiling.add(one), ceiling.compare(VectorOperators.LT, top))
                    .intoArray(high, i);
        }
    }

    @Override
    void weigh(int count) {
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
        for (int i = 0; i < count; i += SPECIES.length()) {
            DoubleVector dx = DoubleVector.fromArray(SPECIES, x2, i).sub(DoubleVector.fromArray(SPECIES, x0, i));
            DoubleVector dy = DoubleVector.fromArray(SPECIES, y2, i).sub(DoubleVector.fromArray(SPECIES, y0, i));
            DoubleVector otherDx = DoubleVector.fromArray(SPECIES, x3, i).sub(DoubleVector.fromArray(SPECIES, x1, i));
            DoubleVector otherDy = DoubleVector.fromArray(SPECIES, y3, i).sub(DoubleVector.fromArray(SPECIES, y1, i));
            DoubleVector area = dx.mul(otherDy).sub(otherDx.mul(dy)).mul(0.5);
            DoubleVector outline = dx.abs().add(dy.abs()).add(otherDx.abs().add(otherDy.abs()));
            DoubleVector perArea = one.div(area);
            area.intoArray(areas, i);
            DoubleVector weighed = perArea.mul(DoubleVector.fromArray(SPECIES, weights, i));
            weighed.mul(-0.25).intoArray(factors, i);
            outline.mul(weighed.abs()).mul(ROUNDING_PX).intoArray(roundings, i);
        }
    }

    @Override
    void relate(double[] a, double[] b, double[] c, double[] d, double[] low, double[] box, int count) {
        for (int i = 0; i < count; i += SPECIES.length()) {
            DoubleVector first = DoubleVector.fromArray(SPECIES, a, i);
            DoubleVector toBox = DoubleVector.fromArray(SPECIES, low, i).sub(first);
            DoubleVector toB = DoubleVector.fromArray(SPECIES, b, i).sub(first);
            DoubleVector toC = DoubleVector.fromArray(SPECIES, c, i).sub(first);
            DoubleVector toD = DoubleVector.fromArray(SPECIES, d, i).sub(first);
            toBox.add(GRID).sub(GRID).intoArray(box, i);
            toB.add(GRID).sub(GRID).intoArray(b, i);
            toC.add(GRID).sub(GRID).intoArray(c, i);
            toD.add(GRID).sub(GRID).intoArray(d, i);
        }
    }

    @Override
    void lean(double[] xa, double[] ya, double[] xb, double[] yb, double[] slope, double[] steep, int count) {
        for (int i = 0; i < count; i += SPECIES.length()) {
            DoubleVector dx = DoubleVector.fromArray(SPECIES, xb, i).sub(DoubleVector.fromArray(SPECIES, xa, i));
            DoubleVector dy = DoubleVector.fromArray(SPECIES, yb, i).sub(DoubleVector.fromArray(SPECIES, ya, i));
            DoubleVector product = dx.mul(dy);
            DoubleVector inverse = product.div(product.mul(product).add(TINY));
            dx.mul(dx).mul(inverse).mul(0.25).intoArray(slope, i);
            dy.mul(dy.mul(inverse).abs()).mul(0.5).intoArray(steep, i);
        }
    }

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
            DoubleVector area =
                    h0.mul(m0).add(h1.mul(m1)).add(h2.mul(m2).add(h3.mul(m3))).neg();
            area.add(area).intoArray(strip, i);
        }
    }

    @Override
    void cut(int column, int from, int to, int at) {
        for (int i = from; i < to; i += SPECIES.length()) {
            DoubleVector c = DoubleVector.fromArray(SPECIES, boxX, i).add(column);
            DoubleVector d0 = c.sub(DoubleVector.fromArray(SPECIES, middle0, i)).abs();
            DoubleVector d1 = c.sub(DoubleVector.fromArray(SPECIES, middle1, i)).abs();
            DoubleVector d2 = c.sub(DoubleVector.fromArray(SPECIES, middle2, i)).abs();
            DoubleVector d3 = c.sub(DoubleVector.fromArray(SPECIES, middle3, i)).abs();
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
            DoubleVector.fromArray(SPECIES, strip, i)
                    .mul(0.5)
                    .add(straight)
                    .add(bent)
                    .intoArray(cuts, at + i);
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
