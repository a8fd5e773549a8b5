/** Pure kernels over arrays, one idea and one paper each. Knows the JDK and JTransforms. */
package org.lucida.math;
