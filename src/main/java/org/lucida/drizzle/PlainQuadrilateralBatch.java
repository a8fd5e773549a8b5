package org.lucida.drizzle;

/** The measuring in plain loops; same bits as with vectors. */
final class PlainQuadrilateralBatch extends QuadrilateralBatch {
    @Override
    void corners(double[] line, double half, double[] leftCorners, double[] rightCorners, int count) {
        double rest = 1 - half;
        for (int i = 0; i < count; i++) {
            double centre = line[i + 1] * rest + 0.5;
            leftCorners[i] = line[i] * half + centre;
            rightCorners[i] = line[i + 2] * half + centre;
        }
    }

    @Override
    void enclose(double[] a, double[] b, double[] c, double[] d, double[] low, double[] high, int count) {
        for (int i = 0; i < count; i++) {
            double sum = a[i] + b[i];
            double difference = Math.abs(a[i] - b[i]);
            double otherSum = c[i] + d[i];
            double otherDifference = Math.abs(c[i] - d[i]);
            double least = sum - difference;
            double otherLeast = otherSum - otherDifference;
            double most = sum + difference;
            double otherMost = otherSum + otherDifference;
            low[i] = Math.floor((least + otherLeast - Math.abs(least - otherLeast)) * 0.25);
            high[i] = Math.ceil((most + otherMost + Math.abs(most - otherMost)) * 0.25);
        }
    }

    @Override
    void weigh(int count) {
        for (int i = 0; i < count; i++) {
            double dx = x2[i] - x0[i];
            double dy = y2[i] - y0[i];
            double otherDx = x3[i] - x1[i];
            double otherDy = y3[i] - y1[i];
            double area = (dx * otherDy - otherDx * dy) * 0.5;
            double outline = Math.abs(dx) + Math.abs(dy) + (Math.abs(otherDx) + Math.abs(otherDy));
            double perArea = 1 / area;
            areas[i] = area;
            factors[i] = perArea * weights[i] * -0.25;
            roundings[i] = outline * Math.abs(perArea * weights[i]) * ROUNDING_PX;
        }
    }

    @Override
    void relate(double[] a, double[] b, double[] c, double[] d, double[] low, double[] box, int count) {
        for (int i = 0; i < count; i++) {
            double first = a[i];
            box[i] = low[i] - first + GRID - GRID;
            b[i] = b[i] - first + GRID - GRID;
            c[i] = c[i] - first + GRID - GRID;
            d[i] = d[i] - first + GRID - GRID;
        }
    }

    @Override
    void lean(double[] xa, double[] ya, double[] xb, double[] yb, double[] slope, double[] steep, int count) {
        for (int i = 0; i < count; i++) {
            double dx = xb[i] - xa[i];
            double dy = yb[i] - ya[i];
            double product = dx * dy;
            double inverse = product / (product * product + TINY);
            slope[i] = dx * dx * inverse * 0.25;
            steep[i] = dy * Math.abs(dy * inverse) * 0.5;
        }
    }

    @Override
    void cross(int row, int from, int to) {
        for (int i = from; i < to; i++) {
            double low = boxY[i] + row;
            double high = low + 1;
            double middle = low * 4 + 2;
            double b = y1[i];
            double c = y2[i];
            double d = y3[i];
            double in0 = Math.abs(low) - Math.abs(high);
            double in1 = Math.abs(b - low) - Math.abs(b - high);
            double in2 = Math.abs(c - low) - Math.abs(c - high);
            double in3 = Math.abs(d - low) - Math.abs(d - high);
            double h0 = in1 - in0;
            double h1 = in2 - in1;
            double h2 = in3 - in2;
            double h3 = in0 - in3;
            double m0 = (middle + (in0 + in1)) * slope0[i];
            double m1 = x1[i] + (middle - b * 4 + (in1 + in2)) * slope1[i];
            double m2 = x2[i] + (middle - c * 4 + (in2 + in3)) * slope2[i];
            double m3 = x3[i] + (middle - d * 4 + (in3 + in0)) * slope3[i];
            width0[i] = Math.abs(h0 * slope0[i]);
            width1[i] = Math.abs(h1 * slope1[i]);
            width2[i] = Math.abs(h2 * slope2[i]);
            width3[i] = Math.abs(h3 * slope3[i]);
            height0[i] = h0;
            height1[i] = h1;
            height2[i] = h2;
            height3[i] = h3;
            middle0[i] = m0;
            middle1[i] = m1;
            middle2[i] = m2;
            middle3[i] = m3;
            double area = -(h0 * m0 + h1 * m1 + (h2 * m2 + h3 * m3));
            strip[i] = area + area;
        }
    }

    @Override
    void cut(int column, int from, int to, int at) {
        for (int i = from; i < to; i++) {
            double c = boxX[i] + column;
            double d0 = Math.abs(c - middle0[i]);
            double d1 = Math.abs(c - middle1[i]);
            double d2 = Math.abs(c - middle2[i]);
            double d3 = Math.abs(c - middle3[i]);
            double g0 = width0[i] - d0;
            double g1 = width1[i] - d1;
            double g2 = width2[i] - d2;
            double g3 = width3[i] - d3;
            g0 = g0 + Math.abs(g0);
            g1 = g1 + Math.abs(g1);
            g2 = g2 + Math.abs(g2);
            g3 = g3 + Math.abs(g3);
            double straight = height0[i] * d0 + height1[i] * d1 + (height2[i] * d2 + height3[i] * d3);
            double bent = g0 * g0 * steep0[i] + g1 * g1 * steep1[i] + (g2 * g2 * steep2[i] + g3 * g3 * steep3[i]);
            cuts[at + i] = strip[i] * 0.5 + straight + bent;
        }
    }

    @Override
    void share(int from, int to, int cutAt, int at) {
        for (int i = from; i < to; i++) {
            double aw = (cuts[cutAt + LANES + i] - cuts[cutAt + i]) * factors[i];
            cells[at + i] = Math.abs(aw) > roundings[i] ? aw : 0;
        }
    }
}
