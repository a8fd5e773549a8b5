/**
 * What {@code lucida doctor} looks at: is this machine ready for a night?
 *
 * <p>Each {@code Check} looks at one thing and returns {@code Finding}s; {@code Doctor} holds their order. A check takes
 * its facts from a {@code Host}, whose files a test may plant. No check changes anything; the disk test writes one file of its
 * own that has no name while it is written.
 */
package org.lucida.view.cli.doctor;
