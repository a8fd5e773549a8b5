/** Small reader of nested YAML notes: every value is asked for by name, type and range, and every fault names its line. */
package org.lucida.simulator.yaml;
