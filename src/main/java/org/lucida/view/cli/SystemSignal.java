package org.lucida.view.cli;

import java.lang.reflect.Proxy;

/** Signals from the operating system, where this Java lets us hear them. */
final class SystemSignal {
    private SystemSignal() {}

    /**
     * Calls an action whenever a signal comes; where signals cannot be caught nothing happens.
     *
     * <p>Goes through reflection because the only door to signals, sun.misc.Signal, is not part of every Java.
     *
     * @param name without SIG
     */
    static void listen(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object listener = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
        } catch (ReflectiveOperationException e) {
            System.getLogger(SystemSignal.class.getName())
                    .log(System.Logger.Level.DEBUG, "signal " + name + " cannot be caught", e);
        }
    }
}
