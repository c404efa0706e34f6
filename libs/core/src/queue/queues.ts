/** Bells of ordinary messages. */
export const DISPATCH_QUEUE = 'dispatch';
/** Bells of small messages, notices and test messages, with concurrency of their own. */
export const URGENT_QUEUE = 'dispatch-urgent';
