FROM node:24.21.0-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run prepare && npm run notices && npm prune --omit=dev --omit=optional --ignore-scripts \
  && node -e "import('./scripts/prune-modules.mjs').then((module) => module.pruneModules())"

# Without the embedded Postgres: DATABASE_URL is required.
FROM node:24.21.0-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 UV_THREADPOOL_SIZE=2 DATA_DIR=/data
WORKDIR /app
COPY --from=build /app/package.json /app/LICENSE /app/THIRD-PARTY-NOTICES.txt ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/prisma ./prisma
COPY --from=build /app/templates ./templates
RUN ln -s /app/dist/cli.js /usr/local/bin/daily-papers && install -d -o node -g node /data
# The journal of unsubscribes, which a restored database is compared with.
VOLUME /data
USER node
EXPOSE 3000
# Asks the web server: a container of other ROLES takes `healthcheck: {disable: true}`.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["node", "-e", "fetch('http://127.0.0.1:'+process.env.PORT+'/readyz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "--max-semi-space-size=8", "--heap-growing-percent=30", "dist/main.js"]
