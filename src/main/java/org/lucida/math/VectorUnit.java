package org.lucida.math;

/**
 * Whether kernels with explicit SIMD may be used: the incubating Vector API is part of this JVM only if it was started with
 * {@code --add-modules jdk.incubator.vector}. Without it every kernel has a plain twin that gives the same bits.
 */
public final class VectorUnit {
    private static final String MODULE = "jdk.incubator.vector";
    /** Set to "off" to take the plain kernels anyway. */
    private static final String PROPERTY = "lucida.vector";

    private VectorUnit() {}

    /** True if the Vector API is there and not switched off by {@code -Dlucida.vector=off}. */
    public static boolean isOn() {
        return ModuleLayer.boot().findModule(MODULE).isPresent() && !"off".equals(System.getProperty(PROPERTY));
    }
}
