/**
 * Drops every raw sample onto a finer grid: incremental Fruchter and Hook drizzle. Knows frame and math.
 *
 * <p>Way in: {@link org.lucida.drizzle.DrizzleStack}. A stack is cut into bands of output rows, each owned by one thread;
 * a band walks its rows once for each batch of up to eight frames. Along a row the work is {@code Columns} (where the
 * samples of a frame land) times {@code FusedRows} (the sums). {@code Coverage} keeps weights and frame counts beside
 * the sums; {@code StackPicture} reads them out, {@code StackSnapshot} while the stack goes on growing.
 *
 * <p>A stack for warped frames is filled by {@code WarpBand}s, chunk by chunk ({@code FrameWarp}, {@code WarpKernel}), with a
 * {@code PlaneCoverage}.
 *
 * <p>The other way in: {@link org.lucida.drizzle.GeometricDrizzle}, every kernel under any geometry, one frame at a time in double
 * precision; a {@code Geometry} says where pixels land, a {@code DropKernel} what they become there.
 *
 * <p>The same frames in the same order give the same bits, whatever the batches, bands and threads.
 *
 * <p>Source: Fruchter and Hook 2002, PASP 114, 144.
 */
package org.lucida.drizzle;
