package org.lucida.view.fx.picture;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.StackView;
import org.lucida.pipeline.FrameGlimpse;
import org.lucida.pipeline.SnapshotLease;
import org.lucida.pipeline.StackingSession;
import org.lucida.view.fx.desk.Observation;

/**
 * What the eye looks at.
 *
 * <p>Thread: the eye's.
 */
interface Subject {
    /** Reads a stack at rest; borrowed during the call. */
    interface StackReader {
        void read(StackView stack, int stackNumber);
    }

    FrameFormat format();

    /** Stack pixels along one raw pixel. */
    double scale();

    /** False while the machine is needed for more important things. */
    boolean mayPreview();

    /** Waits for the next frame; false if none came in time. */
    boolean await(long timeoutMs) throws InterruptedException;

    /** Samples of that frame. */
    ByteBuffer raw();

    /** Where the target was in that frame, raw px; NaN if unknown. */
    double displacementXPx();

    double displacementYPx();

    /** What is known of that frame; null if nothing. */
    FrameGlimpse frame();

    int stackNumber();

    long stackedCount();

    /** Has the stack read as it is now; false if it could not be had in time. */
    boolean readStack(StackReader reader, long timeoutMs) throws InterruptedException;

    /** An observation as a subject. */
    static Subject of(Observation observation) {
        StackingSession session = observation.session();
        return new Subject() {
            private final FrameGlimpse glimpse = session.newGlimpse();

            @Override
            public FrameFormat format() {
                return observation.format();
            }

            @Override
            public double scale() {
                return observation.opening().settings().scale();
            }

            @Override
            public boolean mayPreview() {
                return session.mayPreview();
            }

            @Override
            public boolean await(long timeoutMs) throws InterruptedException {
                return session.glimpse(glimpse, timeoutMs);
            }

            @Override
            public ByteBuffer raw() {
                return glimpse.raw();
            }

            @Override
            public double displacementXPx() {
                return glimpse.displacementXPx();
            }

            @Override
            public double displacementYPx() {
                return glimpse.displacementYPx();
            }

            @Override
            public FrameGlimpse frame() {
                return glimpse;
            }

            @Override
            public int stackNumber() {
                return session.stackNumber();
            }

            @Override
            public long stackedCount() {
                return session.stackedInStackCount();
            }

            @Override
            public boolean readStack(StackReader reader, long timeoutMs) throws InterruptedException {
                try (SnapshotLease lease = session.snapshot(timeoutMs)) {
                    reader.read(lease.view(), lease.stackNumber());
                    return true;
                } catch (IOException later) {
                    return false;
                }
            }
        };
    }
}
