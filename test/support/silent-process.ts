/** Accepts every request and responds to none. */
process.on('message', () => {});
process.on('disconnect', () => process.exit(0));
