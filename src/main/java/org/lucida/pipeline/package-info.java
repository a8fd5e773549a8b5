/** The ring, the capture loop, and the one file that knows the order. Knows floors 1 and 2; the Disruptor lives only here. */
package org.lucida.pipeline;
